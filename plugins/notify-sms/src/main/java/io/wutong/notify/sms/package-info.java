/**
 * Notices by SMS through Alibaba Cloud: a text is recognised as one of the templates that the provider has approved,
 * and sent once. The provider does not tell a repetition from a new message, so its own records are asked first.
 */
@NullMarked
package io.wutong.notify.sms;

import org.jspecify.annotations.NullMarked;
