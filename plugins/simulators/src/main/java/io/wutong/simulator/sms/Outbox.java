package io.wutong.simulator.sms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the provider has approved and taken: signs, templates, messages, and how many a telephone may get. */
final class Outbox {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final Pattern TELEPHONE = Pattern.compile("(?:\\+?86|0086|\\+)?(1[3-9]\\d{9})");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final int VARIABLE_LENGTH_MAX = 35;
    private static final int RECORD_DAYS = 30;
    private static final int PAGE_SIZE_MAX = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final Set<String> signs = new HashSet<>();
    private final Map<String, String> templates = new HashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private int perTelephoneAndDay = 50;
    private Duration recordedAfter = Duration.ZERO;

    Outbox(Clock clock) {
        this.clock = clock;
    }

    void approveSign(String sign) {
        signs.add(sign);
    }

    void approve(String code, String text) {
        templates.put(code, text);
    }

    void limit(int messagesPerTelephoneAndDay) {
        perTelephoneAndDay = messagesPerTelephoneAndDay;
    }

    void recordAfter(Duration delay) {
        recordedAfter = delay;
    }

    List<Message> messages() {
        return List.copyOf(messages);
    }

    void change(String outId, UnaryOperator<Message> change) {
        messages.replaceAll(message -> message.outId().equals(outId) ? change.apply(message) : message);
    }

    String take(Map<String, String> parameters) throws Refusal {
        String telephone = telephone(parameters, "PhoneNumbers");
        if (!signs.contains(parameters.get("SignName"))) {
            throw business("isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名");
        }
        String code = required(parameters, "TemplateCode");
        String template = templates.get(code);
        if (template == null) {
            throw business("isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板");
        }
        String outId = parameters.getOrDefault("OutId", "");
        if (outId.length() > 255) {
            throw business("isv.PARAM_LENGTH_LIMIT", "OutId 超长");
        }
        String content = "【" + parameters.get("SignName") + "】" + filled(template, parameters.get("TemplateParam"));
        LocalDateTime now = LocalDateTime.now(clock.withZone(CHINA));
        long today = messages.stream()
                .filter(message -> message.telephone().equals(telephone)
                        && message.templateCode().equals(code)
                        && message.sentAt().toLocalDate().equals(now.toLocalDate()))
                .count();
        if (today >= perTelephoneAndDay) {
            throw business("isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits:" + perTelephoneAndDay);
        }
        String bizId = (100000000000000000L + messages.size()) + "^0";
        messages.add(new Message(bizId, outId, telephone, code, content, 1, "", now));
        return bizId;
    }

    private static String filled(String template, @Nullable String param) throws Refusal {
        JsonNode values = values(param);
        StringBuilder text = new StringBuilder();
        Matcher variable = VARIABLE.matcher(template);
        while (variable.find()) {
            JsonNode value = values.path(variable.group(1));
            if (value.isMissingNode()) {
                throw business("isv.TEMPLATE_MISSING_PARAMETERS", "模板变量缺少对应参数值");
            }
            if (!value.isTextual()) {
                throw business("isv.INVALID_JSON_PARAM", "JSON参数不合法,只接受字符串值");
            }
            if (value.asText().length() > VARIABLE_LENGTH_MAX) {
                throw business("isv.PARAM_LENGTH_LIMIT", "参数超过长度限制");
            }
            variable.appendReplacement(text, Matcher.quoteReplacement(value.asText()));
        }
        return variable.appendTail(text).toString();
    }

    private static JsonNode values(@Nullable String param) throws Refusal {
        try {
            JsonNode values = JSON.readTree(param == null ? "{}" : param);
            if (values.isObject()) {
                return values;
            }
        } catch (JsonProcessingException e) {
            // told below
        }
        throw business("isv.INVALID_JSON_PARAM", "参数格式错误");
    }

    /** The messages to one telephone of one day, the newest first; all pages. */
    List<Message> records(Map<String, String> parameters) throws Refusal {
        String telephone = telephone(parameters, "PhoneNumber");
        LocalDate day = day(required(parameters, "SendDate"));
        LocalDateTime now = LocalDateTime.now(clock.withZone(CHINA));
        if (day.isBefore(now.toLocalDate().minusDays(RECORD_DAYS))) {
            throw business("isv.INVALID_PARAMETERS", "SendDate 超出 30 天");
        }
        List<Message> found = new ArrayList<>();
        for (Message message : messages) {
            boolean visible = !message.sentAt().plus(recordedAfter).isAfter(now);
            if (visible
                    && message.telephone().equals(telephone)
                    && message.sentAt().toLocalDate().equals(day)) {
                found.add(0, message);
            }
        }
        return found;
    }

    static <T> List<T> page(List<T> all, Map<String, String> parameters) throws Refusal {
        int size = number(parameters, "PageSize", PAGE_SIZE_MAX);
        int from = Math.min(all.size(), (number(parameters, "CurrentPage", 1_000_000) - 1) * size);
        return all.subList(from, Math.min(all.size(), from + size));
    }

    private static int number(Map<String, String> parameters, String name, int max) throws Refusal {
        String text = required(parameters, name);
        if (!text.matches("[1-9]\\d{0,6}") || Integer.parseInt(text) > max) {
            throw business("isv.INVALID_PARAMETERS", name + " 不合法");
        }
        return Integer.parseInt(text);
    }

    private static LocalDate day(String text) throws Refusal {
        try {
            return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeParseException e) {
            throw business("isv.INVALID_PARAMETERS", "SendDate 不合法");
        }
    }

    private static String telephone(Map<String, String> parameters, String name) throws Refusal {
        Matcher telephone = TELEPHONE.matcher(required(parameters, name));
        if (!telephone.matches()) {
            throw business("isv.MOBILE_NUMBER_ILLEGAL", "号码不合法");
        }
        return telephone.group(1);
    }

    private static String required(Map<String, String> parameters, String name) throws Refusal {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw new Refusal(400, "Missing" + name, name + " is mandatory for this action.");
        }
        return value;
    }

    private static Refusal business(String code, String message) {
        return new Refusal(200, code, message);
    }
}
