/** The configuration file: from commented YAML to {@link io.wutong.app.AppConfig}, with errors that say where and what. */
@NullMarked
package io.wutong.app.config;

import org.jspecify.annotations.NullMarked;
