package io.wutong.app.cli;

/** How commands end; their help lists those that they know. */
final class Exit {

    static final String VERSION = "wutong 0.1.0";
    static final String HEADING = "%n退出码 exit codes:%n";

    static final int OK = 0;
    static final String OK_TEXT = "0:成功 · done";
    static final int FAILED = 1;
    static final String FAILED_TEXT = "1:失败 · failed";
    static final int BAD_INPUT = 2;
    static final String BAD_INPUT_TEXT = "2:参数或文件有误 · a wrong argument or a bad file";
    static final int NOT_SENT = 3;
    static final String NOT_SENT_TEXT = "3:确定未送达，可重发 · certainly not delivered, may be sent again";
    static final int UNKNOWN = 4;
    static final String UNKNOWN_TEXT = "4:结果未知，用同一 msgid 重发即可查到 · outcome unknown: the same msgid again finds out";

    private Exit() {}
}
