/** The national envelope: reading, writing, identity, sum rules and error texts. */
@NullMarked
package io.wutong.envelope;

import org.jspecify.annotations.NullMarked;
