package io.viking.examples.bench;

/** The calls that are measured with several callers. */
enum Operation {
  RAW_PUT("raw put"),
  RAW_TRANSACTION("raw transaction"),
  RAW_GET("raw get"),
  NAIVE_LOOP("naive loop"),
  VIKING_NEW("viking, new port"),
  VIKING_KNOWN("viking, known port"),
  VIKING_UNSEEN("viking, known to the store only");

  private final String title;

  Operation(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Connects, and prepares what it needs for that many callers. */
  Contestant open(Target target, int callers) {
    return switch (this) {
      case RAW_PUT -> new RawPut(target, callers);
      case RAW_TRANSACTION -> new RawTransaction(target, callers);
      case RAW_GET -> new RawGet(target);
      case NAIVE_LOOP -> new NaiveLoop(target);
      case VIKING_NEW -> VikingNew.open(target, callers);
      case VIKING_KNOWN -> VikingKnown.open(target);
      case VIKING_UNSEEN -> VikingUnseen.open(target, callers);
    };
  }
}
