package io.wutong.http;

/** What a screen may show of a person. */
final class Masks {

    private Masks() {}

    /** 张示例 → 张*例; 张三 → 张*. */
    static String name(String name) {
        if (name.length() <= 1) {
            return name;
        }
        int last = name.length() - 1;
        return name.charAt(0) + "*".repeat(Math.max(1, last - 1)) + (last > 1 ? name.substring(last) : "");
    }

    /** First six and last four characters. */
    static String certno(String number) {
        return number.length() <= 10
                ? "*".repeat(number.length())
                : number.substring(0, 6) + "*".repeat(number.length() - 10) + number.substring(number.length() - 4);
    }
}
