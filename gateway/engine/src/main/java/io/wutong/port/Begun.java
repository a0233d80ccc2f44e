package io.wutong.port;

import java.time.LocalDate;

/**
 * What tells the legacy systems of one area apart: a visit ends at the system at which it began.
 *
 * @param insutype the coverage; {@code ""} while it is not known
 * @param day of admission, or today when there is no visit yet
 */
public record Begun(String insutype, LocalDate day) {}
