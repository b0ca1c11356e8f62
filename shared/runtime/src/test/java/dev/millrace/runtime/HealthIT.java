package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthIT {
    @Test
    void functionWithNoChecks_isHealthyReadyAndLive() throws Exception {
        try (Running sample = Running.start(Map.of())) {
            for (String path : new String[] {"/health", "/health/live", "/health/ready"}) {
                assertThat(sample.get(path).statusCode()).isEqualTo(200);
                assertThat(sample.get(path).body()).isEqualTo("{\"status\":\"ok\"}");
            }
        }
    }
}
