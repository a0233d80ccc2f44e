/**
 * Cures: what goes wrong on a patient's way is found, mended as far as it can be without a person, and followed by a case
 * until the visit is settled, a manual claim has taken its place, or it was withdrawn.
 */
@NullMarked
package io.wutong.cure;

import org.jspecify.annotations.NullMarked;
