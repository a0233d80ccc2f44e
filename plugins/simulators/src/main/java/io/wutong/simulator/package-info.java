/**
 * Legacy systems and payment channels that answer like the real ones. They share no code with the plugins that speak
 * to them: only so does a test between the two say something.
 */
@NullMarked
package io.wutong.simulator;

import org.jspecify.annotations.NullMarked;
