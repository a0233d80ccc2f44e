package io.wutong.sandbox.chaos;

/** Whatever breaks things, on a thread of its own; a failure of its own fails the test. */
final class Breaking extends Thread {

    private final Scenario.Work work;
    private volatile boolean over;
    private volatile Exception broke;

    Breaking(String what, Scenario.Work work) {
        super("breaks " + what);
        this.work = work;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            work.run();
        } catch (Exception e) {
            broke = e;
            Report.note(getName() + ": " + e);
        } finally {
            over = true;
        }
    }

    boolean over() {
        return over;
    }

    /** Waits until everything is whole again. */
    void end() throws InterruptedException {
        join();
        if (broke != null) {
            throw new IllegalStateException(getName(), broke);
        }
    }
}
