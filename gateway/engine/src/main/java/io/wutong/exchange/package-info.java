/** One message and its answer: verify, dedupe, journal, route, deliver or forward, journal, answer. */
@NullMarked
package io.wutong.exchange;

import org.jspecify.annotations.NullMarked;
