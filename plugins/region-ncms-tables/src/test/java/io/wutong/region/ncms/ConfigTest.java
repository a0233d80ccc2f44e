package io.wutong.region.ncms;

import io.wutong.testkit.SchemaCheck;
import org.junit.jupiter.api.Test;

class ConfigTest {

    @Test
    void should_accept_its_example_and_read_the_same_defaults_as_it_states() {
        SchemaCheck.check("region-ncms-tables", ConfigTest.class, NcmsConfig::of);
    }
}
