/** The provider of messages at Alibaba Cloud: takes SMS, keeps its records, and verifies each signature by itself. */
@NullMarked
package io.wutong.simulator.sms;

import org.jspecify.annotations.NullMarked;
