/** Shanghai's fifth-phase interface: JSON with pinyin names, settlement in two phases, amounts by segment and payer. */
@NullMarked
package io.wutong.region.shanghai;

import org.jspecify.annotations.NullMarked;
