package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseAwayIT {
    /** Nothing listens there: port 1 is reserved. */
    private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/millrace";

    @Test
    void databaseThatIsAway_leavesTrainAliveButNotReady() {
        try (Served train = new Served(NOWHERE, "secret")) {
            assertThat(train.get("/health/live").status()).isEqualTo(200);
            assertThat(train.get("/health/ready").text()).contains("unavailable", "database does not answer");

            Served.Answer answer = train.send("POST", "/train", "{\"model\":\"iris\"}");

            assertThat(answer.json()).containsEntry("status", 503).containsEntry("code", "database-unavailable");
            assertThat(answer.response.headers().firstValue("Retry-After")).isPresent();
        }
    }
}
