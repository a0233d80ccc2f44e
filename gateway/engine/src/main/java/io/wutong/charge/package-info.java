/** Insurance and the patient's cash in one: both or neither. */
@org.jspecify.annotations.NullMarked
package io.wutong.charge;
