package __package__;

import io.wutong.testkit.SchemaCheck;
import org.junit.jupiter.api.Test;

class ConfigTest {

    @Test
    void should_accept_its_example_and_read_the_same_defaults_as_it_states() {
        SchemaCheck.check("__id__", ConfigTest.class, __Name__Config::of);
    }
}
