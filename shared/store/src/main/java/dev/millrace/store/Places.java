package dev.millrace.store;

import dev.millrace.document.Place;
import java.util.List;

/** Places as three arrays, the way a statement takes any number of them. */
final class Places {
    private Places() {}

    static Integer[] generations(List<Place> places) {
        return places.stream().map(Place::generation).toArray(Integer[]::new);
    }

    static Integer[] partitions(List<Place> places) {
        return places.stream().map(Place::partition).toArray(Integer[]::new);
    }

    static Long[] offsets(List<Place> places) {
        return places.stream().map(Place::offset).toArray(Long[]::new);
    }
}
