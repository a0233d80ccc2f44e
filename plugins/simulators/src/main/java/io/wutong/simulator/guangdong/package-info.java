/** Guangdong's previous generation: the 人社 platform for care elsewhere, numbered transactions over SOAP. */
@NullMarked
package io.wutong.simulator.guangdong;

import org.jspecify.annotations.NullMarked;
