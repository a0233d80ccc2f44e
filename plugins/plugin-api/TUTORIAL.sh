#!/bin/sh
# The commands of TUTORIAL.md, section 0, one after the other, in an empty folder, and what it promises between them. The
# distribution's bin is on the PATH; TUTORIAL_MAVEN (words) go to mvn as well.
set -eu
mvn() {
  # shellcheck disable=SC2086 # options are words
  command mvn -B -q ${TUTORIAL_MAVEN:-} "$@"
}

wutong plugin new wuhan --package cn.example.wuhan --title 武汉老系统
cd region-wuhan
mvn verify
wutong plugin doctor target/region-wuhan-1.0.0.jar
wutong plugin dev . --exit

# "and the new classes serve within two seconds": how long it took is printed; a busy machine is given ten
wutong plugin dev . > target/dev.log 2>&1 &
dev=$!
trap 'kill "$dev" 2>/dev/null || true' EXIT
until_said() {
  tries=0
  until grep -q "$1" target/dev.log; do
    tries=$((tries + 1))
    [ "$tries" -lt 1200 ] && kill -0 "$dev" || { cat target/dev.log >&2; exit 1; }
    sleep 0.1
  done
}
until_said 监视
sed -i 's/武汉老系统/武汉新系统/' src/main/java/cn/example/wuhan/WuhanFactory.java
mvn compile
until_said 已换上
sed -n '/已换上/p' target/dev.log
millis=$(sed -n 's/.*serves \([0-9]*\) ms.*/\1/p' target/dev.log)
[ "$millis" -lt 10000 ]
kill "$dev"
wait "$dev" || true
mvn package -DskipTests

wutong plugin key signing.pem
wutong plugin sign target/region-wuhan-1.0.0.jar --key signing.pem
wutong plugin doctor target/region-wuhan-1.0.0.jar --key "$(wutong plugin key signing.pem)"
