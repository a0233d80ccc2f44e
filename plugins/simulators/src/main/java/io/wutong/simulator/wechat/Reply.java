package io.wutong.simulator.wechat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** What is answered. {@code body} is JSON, or empty for 204. */
record Reply(int status, String body) {

    static Reply error(int status, String code, String message) {
        return new Reply(
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("code", code)
                        .put("message", message)
                        .toString());
    }

    static Reply badParameter(String field) {
        return error(400, "PARAM_ERROR", "输入源“/body/" + field + "”不符合规则");
    }
}
