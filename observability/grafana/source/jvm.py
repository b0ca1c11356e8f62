"""What the functions need of their machine: memory, collections, threads, processors, files."""

from grafana import FUNCTION, INSTANCE, dashboard, lines, row, steps, table
from promql import rate

OF = 'function=~"$function",instance=~"$instance"'
REPLICA = "function, instance"
NAME = "{{function}} {{instance}}"


def of_replica(series, how="sum"):
    return f"{how} by ({REPLICA}) ({series})"


def memory(kind, area):
    return f'jvm_memory_{kind}_bytes{{{OF},area="{area}"}}'


USED, MOST = of_replica(memory("used", "heap")), of_replica(f"{memory('max', 'heap')} > 0")
UPTIME = of_replica(f"process_uptime_seconds{{{OF}}}", "max")

DASHBOARD = dashboard(
    "jvm",
    "Millrace: Java",
    "Memory, collections, threads, processors and files of each replica.",
    [FUNCTION, INSTANCE],
    row("Memory"),
    lines("Heap", "bytes", "Heap used, and its limit.", (f"used {NAME}", USED), (f"limit {NAME}", MOST)),
    lines(
        "Heap after a full collection",
        "bytes",
        "What was left of the heap: what the replica really holds; 0 before the first one.",
        (NAME, of_replica(f"jvm_gc_live_data_size_bytes{{{OF}}}")),
    ),
    lines(
        "Share of the heap",
        "percentunit",
        "Heap used of its limit, before collections: it rises and falls.",
        (NAME, f"{USED} / {MOST}"),
        limit=0.95,
        most=1,
    ),
    lines(
        "Beside the heap",
        "bytes",
        "Classes, compiled code, and buffers of the network.",
        (f"classes and code {NAME}", of_replica(memory("used", "nonheap"))),
        (f"buffers {NAME}", of_replica(f"jvm_buffer_memory_used_bytes{{{OF}}}")),
    ),
    lines(
        "Time in collections",
        "percentunit",
        "The share of time in which a replica stood still for the garbage collector.",
        (NAME, f"{rate(f'jvm_gc_pause_seconds_sum{{{OF}}}', REPLICA)} or {UPTIME} * 0"),
        limit=0.1,
    ),
    lines(
        "Allocation",
        "Bps",
        "Bytes per second that a replica makes and lets go.",
        (NAME, rate(f"jvm_gc_memory_allocated_bytes_total{{{OF}}}", REPLICA)),
    ),
    row("Threads, processors, files"),
    lines(
        "Processors",
        "percentunit",
        "The share of the processors that a replica may use.",
        (NAME, of_replica(f"process_cpu_usage{{{OF}}}", "max")),
        most=1,
    ),
    lines(
        "Threads",
        "none",
        "Platform threads; virtual ones are not counted.",
        (NAME, of_replica(f"jvm_threads_live_threads{{{OF}}}")),
    ),
    lines(
        "Files",
        "percentunit",
        "The share of the files and connections that a replica may have open.",
        (NAME, of_replica(f"process_files_open_files{{{OF}}} / process_files_max_files", "max")),
        limit=0.8,
    ),
    lines(
        "Classes",
        "short",
        "Classes loaded: steady after the start.",
        (NAME, of_replica(f"jvm_classes_loaded_classes{{{OF}}}")),
    ),
    table(
        "Uptime",
        "s",
        "How long each replica has run; one that is young without an update was restarted.",
        ("", UPTIME),
        colors=steps("orange", (300, "green")),
        w=16,
        value="Uptime",
    ),
)
