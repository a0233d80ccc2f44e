/** What hospitals fetch from their place of care: institutions, code lists, dictionaries, mappings. */
@NullMarked
package io.wutong.reference;

import org.jspecify.annotations.NullMarked;
