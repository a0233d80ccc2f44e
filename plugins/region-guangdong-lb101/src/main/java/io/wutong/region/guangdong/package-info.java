/** Guangdong's previous generation: numbered transactions with LB101 field codes, XML inside SOAP 1.1. */
@NullMarked
package io.wutong.region.guangdong;

import org.jspecify.annotations.NullMarked;
