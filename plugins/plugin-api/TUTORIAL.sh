#!/bin/sh
# The commands of TUTORIAL.md, section 0, one after the other, in an empty folder. The distribution's bin is on the PATH;
# TUTORIAL_MAVEN (words) go to mvn as well.
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
wutong plugin key signing.pem
wutong plugin sign target/region-wuhan-1.0.0.jar --key signing.pem
wutong plugin doctor target/region-wuhan-1.0.0.jar --key "$(wutong plugin key signing.pem)"
