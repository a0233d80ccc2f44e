/** What is loaded from files into immutable versions: persons, institutions, policies, catalogues. */
@NullMarked
package io.wutong.store.imports;

import org.jspecify.annotations.NullMarked;
