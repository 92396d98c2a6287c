package io.viking.examples.cli;

/** A stack file with twenty different faults. */
final class Faults {
  static final String TWENTY =
      """
      a_b:
        image: x
      noimage:
        expose: 80
      c:
        imagee: x
        image: x
      d:
        image: x
        expose: 70000
      e:
        image: x
        expose: abc
      f:
        image: x
        scale: -1
      g:
        image: x
        link: nowhere
      h:
        image: x
        link: h
      i:
        image: x
        volume: data
      j:
        image: x
        restart: sometimes
      k:
        image: x
        memory: lots
      l:
        image: x
        cpus: zero
      m:
        image: x
        health: maybe
      n:
        image: x
        environment: [NOVALUE=1, =2]
      o:
        image: x
        static: perhaps
      p:
        image: x
        scale: 2
        volume: /data
      q:
        image: x
        labels: {viking.stack: x}
      r:
        image: x
        image: y
      s:
        image: x
        command: "unclosed 'quote"
      t: just text
      """;

  private Faults() {}
}
