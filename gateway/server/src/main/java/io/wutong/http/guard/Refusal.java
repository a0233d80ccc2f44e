package io.wutong.http.guard;

/** Why a request is turned away before anybody looks at what it says, and what the sender is told. */
public enum Refusal {
    MALFORMED(400, "Bad Request", "NET-HTTP-001", "请求格式错误", "malformed request"),
    BARE_LINE_FEED(400, "Bad Request", "NET-HTTP-002", "行结束符必须为CRLF", "a line must end in CR LF"),
    FOLDED_HEADER(400, "Bad Request", "NET-HTTP-003", "请求头不允许折行", "a header must not be folded"),
    HEADER_CHARACTER(400, "Bad Request", "NET-HTTP-004", "请求头含有不允许的字符", "a header has a forbidden character"),
    HOST(400, "Bad Request", "NET-HTTP-005", "Host请求头必须有且只有一个", "exactly one Host header is required"),
    AMBIGUOUS_LENGTH(
            400, "Bad Request", "NET-HTTP-006", "请求体长度声明有歧义", "the length of the body is declared ambiguously"),
    CHUNK(400, "Bad Request", "NET-HTTP-007", "分块编码格式错误", "malformed chunked coding"),
    TARGET(400, "Bad Request", "NET-HTTP-008", "请求路径不规范", "the request target is not in its plain form"),
    TOO_SLOW(408, "Request Timeout", "NET-HTTP-009", "接收请求超时", "the request arrived too slowly"),
    BODY_TOO_LARGE(413, "Content Too Large", "NET-HTTP-010", "请求体超过上限", "the body is over the limit"),
    TARGET_TOO_LONG(414, "URI Too Long", "NET-HTTP-011", "请求路径过长", "the request target is over the limit"),
    EXPECTATION(417, "Expectation Failed", "NET-HTTP-012", "不支持的Expect请求头", "this expectation cannot be met"),
    HEADERS_TOO_LARGE(
            431, "Request Header Fields Too Large", "NET-HTTP-013", "请求头超过上限", "the header section is over the limit"),
    TRANSFER_CODING(501, "Not Implemented", "NET-HTTP-014", "不支持的传输编码", "this transfer coding is not supported"),
    BUSY(503, "Service Unavailable", "NET-HTTP-015", "系统繁忙,请稍后重试", "over a limit, try again"),
    VERSION(505, "HTTP Version Not Supported", "NET-HTTP-016", "不支持的HTTP版本", "this version of HTTP is not supported");

    /** How long one who was turned away for want of room should wait. */
    static final String RETRY_AFTER_SECONDS = "1";

    private final int status;
    private final String reason;
    private final String code;
    private final String json;

    Refusal(int status, String reason, String code, String chinese, String english) {
        this.status = status;
        this.reason = reason;
        this.code = code;
        this.json = "{\"code\":\"" + code + "\",\"message\":\"" + chinese + "\",\"message_en\":\"" + english + "\"}";
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    String reason() {
        return reason;
    }

    /** The answer's body: code, Chinese, English. */
    public String json() {
        return json;
    }
}
