package dev.millrace.runtime;

import jakarta.inject.Singleton;

/** Says when it is drained. */
@Singleton
class SampleDraining implements Draining {
    @Override
    public int order() {
        return 0;
    }

    @Override
    public void drain() {
        System.out.println("drained");
    }
}
