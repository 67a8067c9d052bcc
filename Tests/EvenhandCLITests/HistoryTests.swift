import Foundation
import Testing

/// A history under attack: killed at every write, and two adders at once.
struct HistoryTests {
  /// Audits of months, each in `reports/MONTH`.
  private func audits(_ months: [String], in folder: String) throws {
    for month in months {
      let made = try Program.shell(
        """
        sed "s/2026-01/2026-\(month)/g; s/-31}/-28}/" "$CHECKOUT"/datasets/monthly-shortlisting/evenhand.yaml > \(month).yaml
        cp "$CHECKOUT"/datasets/monthly-shortlisting/2026-\(month).csv .
        evenhand audit -q -p \(month).yaml -o reports/\(month)
        """, in: folder)
      #expect(made.code <= 3, "\(made.talk)")
    }
  }

  private func count(_ list: Program.Result) -> Int {
    list.output.split(separator: "\n").count { $0.hasPrefix("  2026-") }
  }

  @Test func killedAtAnyWriteItHoldsTheOldOrTheNew() throws {
    try Program.inFolder { folder in
      try audits(["01", "02"], in: folder)
      // The compiler that builds this package.
      let compiled = try Program.shell(
        "clang -shared -fPIC -O1 -o killer.so \"$CHECKOUT\"/Tests/Kill/killer.c -ldl", in: folder,
        environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
      try #require(compiled.code == 0, "\(compiled.talk)")
      let built = try Program.shell(
        "evenhand history add -q reports/01 && mv evenhand-history.sqlite old.sqlite", in: folder)
      #expect(built.code == 0, "\(built.talk)")
      var (step, isDone, kills) = (1, false, 0)
      while !isDone {
        _ = try Program.shell("rm -f h.sqlite*; cp old.sqlite h.sqlite", in: folder)
        let killed = try Program.shell(
          "exec evenhand history add -q --store h.sqlite reports/02", in: folder,
          environment: ["LD_PRELOAD": "\(folder)/killer.so", "KILL_AT": "\(step)"])
        isDone = killed.code == 0
        kills += isDone ? 0 : 1
        #expect(isDone || [9, 137].contains(killed.code), "step \(step): \(killed.code) \(killed.talk)")
        let list = try Program.shell("evenhand history list --store h.sqlite", in: folder)
        #expect(list.code == 0 && [1, 2].contains(count(list)), "step \(step): \(list.talk)")
        let again = try Program.shell(
          "evenhand history add -q --store h.sqlite reports/02 && evenhand history list --store h.sqlite", in: folder)
        #expect(count(again) == 2, "step \(step): \(again.talk)")
        step += 7
      }
      #expect(kills > 3)
    }
  }

  @Test func twoAddersAtOnceLoseNothing() throws {
    try Program.inFolder { folder in
      let months = ["01", "02", "03", "04"]
      try audits(months, in: folder)
      let adders = months.map { "evenhand history add -q reports/\($0) & " }.joined()
      let added = try Program.shell(adders + "wait", in: folder)
      #expect(added.talk == "")
      let list = try Program.shell("evenhand history list", in: folder)
      #expect(count(list) == 4)
    }
  }
}
