/** Signed plugin jars: how they are signed, and how a signature is verified before anything of a jar is loaded. */
@NullMarked
package io.wutong.host.sign;

import org.jspecify.annotations.NullMarked;
