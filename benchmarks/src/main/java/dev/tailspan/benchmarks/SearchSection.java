package dev.tailspan.benchmarks;

/** Searches over a day of kept traces, in DynamoDB Local and Parquet files in a folder. */
final class SearchSection {
  private SearchSection() {}

  static void measure(Run run) throws Exception {
    run.withFolder(
        folder -> {
          try (LocalRig rig = new LocalRig(folder);
              DayOfSearch day =
                  new DayOfSearch(rig, "day", new LocalArchive(folder.resolve("archive")))) {
            day.fill(run, run.choose(3_000, 10_000));
            run.note("a day of %,d kept traces, a minute a step, 8 buckets", day.traces());
            int times = run.choose(3, 8);
            run.measured("the newest 20 of a service", day.search(day.newest(), times));
            run.measured("nothing in the whole day", day.search(day.slowerThanAny(), times));
            run.measured("nothing by an attribute", day.search(day.byAttribute(), times));
          }
        });
  }
}
