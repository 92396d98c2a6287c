package io.viking.model.yaml;

/**
 * What the value of a key has to be, in the words of an error message.
 *
 * @param key the key
 * @param expected what its value is
 * @param example a line that shows it
 */
record Form(String key, String expected, String example) {
  /** How to mend a value of another form. */
  String fix() {
    return "write, for example, `" + example + "`.";
  }
}
