package dev.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

    @Test
    void textForm_readBack_isTheSamePlace() {
        Place place = new Place(3, 2, 123_456_789_012_345_678L);
        assertThat(place).hasToString("3/2/123456789012345678");
        assertThat(Place.parse("of", place.toString())).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1/2", "0/0/0", "1/-1/0", "1/0/x", "1/0/0/0", " 1/0/0", "1/0/9999999999999999999"})
    void whatIsNoPlace_isRefusedWithItsField(String text) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> Place.parse("redrive_of", text))
                .withMessage("redrive_of '" + text + "' is no place: expected generation/partition/offset, as 1/0/42");
    }

    @Test
    void numbersOutOfBounds_areRefused() {
        assertThatThrownBy(() -> new Place(0, 0, 0)).hasMessage("no place: generation 0, partition 0, offset 0");
    }
}
