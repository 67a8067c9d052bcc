import ArgumentParser
import Evenhand

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Sets audits in a row: what each found, what changed, and what is due.",
    discussion: """
      A history is an index of verified bundles in one file, which can be made again from them at any time. Audits of one \
      series, as the plan names it under audit.series, or of one system, follow each other.
      """,
    subcommands: [Add.self, List.self, Show.self, Monitor.self, Baseline.self, Rebuild.self, SiteCommand.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Verifies bundles and takes them into the history.",
      discussion: """
        Each bundle is checked as `verify` checks it, and its record as `gate` does; what was changed is not taken in. A record \
        that is there already is no change, but for what people signed since. Exit codes: 0 all are in, 2 one is not.
        """)

    @Argument(help: "The bundles.", completion: .directory)
    var bundles: [String]

    @OptionGroup var options: HistoryOptions

    func run() throws {
      let history = try options.history(creates: true)
      let asked = try options.options()
      var failures = 0
      for bundle in bundles {
        do {
          let (addition, audit) = try history.add(Bundle(folder: bundle), options: asked)
          options.talk.talk("\(bundle): \(HistoryText.line(addition, audit))")
        } catch {
          guard EvenhandCommand.isFriendly(error) else { throw error }
          ErrorText.say(error)
          failures += 1
        }
      }
      if failures > 0 { throw ExitCode(ExitStatus.couldNotRun.rawValue) }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "Lists the audits of a history: period, version, verdict, sign-offs, open findings and what is due.")

    @Argument(help: "The series; without it, all.")
    var series: String?

    @Option(help: "Write calendar reminders of what is due to this file.", completion: .file())
    var ics: String?

    @Flag(help: "Exit with 4 where the newest audit is not final, an owner is late, or an action was changed.")
    var requireSignOff = false

    @OptionGroup var options: HistoryOptions

    func run() throws {
      let view = try HistoryView(try options.history(), series: series, options: options.options())
      if let ics { try Files.write(Array(view.calendar.utf8), to: ics) }
      try Output.result(HistoryText.list(view, width: Output.width))
      if requireSignOff, !view.isInOrder { throw ExitCode(ExitStatus.signOff.rawValue) }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Shows a series, or one finding of it, from audit to audit.")

    @Argument(help: "The series.")
    var series: String

    @Option(help: "A finding, by the first digits of its key.")
    var finding: String?

    @OptionGroup var options: HistoryOptions

    func run() throws {
      let history = try options.history()
      let view = try HistoryView(history, series: series, options: options.options())
      try Output.result(try HistoryText.show(view, finding: finding, width: Output.width))
    }
  }

  struct Monitor: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "monitor",
      abstract:
        "Watches requirements from audit to audit: an alarm that is hardly ever false, however often somebody looks.",
      discussion: """
        Requirements with `monitor: {false-alarm: 0.05}` are watched, those of a plan or of each series' newest audit. Evidence is computed \
        from stored counts. Exit codes: 0 no alarm, 1 an alarm, 3 nothing to judge, 2 could not run.
        """)

    @Argument(
      help: "A plan whose requirements are watched; without it, those of the newest audit.", completion: .file())
    var plan: String?

    @Option(help: "The series; without it, that of the plan, or all.")
    var series: String?

    @Option(help: "Leave out an audit, by the first digits of its record's digest.")
    var without: [String] = []

    @OptionGroup var options: HistoryOptions

    func run() throws {
      let file = try plan.map { try PlanFile(path: $0) }
      let view = try HistoryView(
        try options.history(), series: series ?? file?.plan.audit.seriesName, options: options.options())
      let records = view.series.flatMap(\.series.audits).map(\.record)
      for digits in without where !records.contains(where: { $0.hasPrefix(digits.lowercased()) }) {
        throw UsageError("--without: no record begins with \(Quoted.text(digits))")
      }
      let left = Set(records.filter { record in without.contains { record.hasPrefix($0.lowercased()) } })
      let demands = file?.plan.expanded().requirements.flatMap(MonitoredDemand.all)
      let watched = try view.series.map { state in
        (state: state, watched: try Monitoring.all(of: state, demands: demands, without: left))
      }
      try Output.result(MonitorText.render(watched, width: Output.width))
      let all = watched.flatMap(\.watched)
      if all.contains(where: { $0.alarm != nil }) { throw ExitCode(ExitStatus.notMet.rawValue) }
      if all.allSatisfy(\.looks.isEmpty) { throw ExitCode(ExitStatus.cannotJudge.rawValue) }
    }
  }

  struct Baseline: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "baseline",
      abstract: "Signs from which audit on changes of a series count. Earlier baselines stay visible.")

    @Argument(help: "The series.")
    var series: String

    @Argument(help: "The audit's bundle.", completion: .directory)
    var bundle: String

    @Option(help: "Why.")
    var reason: String

    @OptionGroup var signer: ActionOptions
    @OptionGroup var options: HistoryOptions

    func run() throws {
      let history = try options.history()
      let asked = try options.options()
      let view = try HistoryView(history, series: series, options: asked)
      let audit = try history.indexed(Bundle(folder: bundle), options: asked)
      guard let state = view.series.first, state.series.audits.contains(where: { $0.record == audit.record }) else {
        throw UsageError("\(bundle): this audit is not in series “\(series)” (evenhand history add takes it in)")
      }
      try signer.sign(.baseline, in: view, of: state, finding: nil, about: audit, options) { $0.reason = reason }
    }
  }

  struct Rebuild: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rebuild", abstract: "Makes the index again from all bundles in folders and below them.",
      discussion: """
        The old index stands until the new one is whole. Bundles that were changed are named and left out. Exit codes: 0 all are \
        in, 2 one is not.
        """)

    @Argument(help: "The folders.", completion: .directory)
    var folders: [String]

    @OptionGroup var options: HistoryOptions

    func run() throws {
      for folder in folders where !Files.isFolder(folder) { throw UsageError("\(folder): there is no such folder") }
      let history = try options.history(creates: true)
      let rebuilt = try history.rebuild(folders, options: options.options())
      for error in rebuilt.refused { ErrorText.say(error) }
      for gone in rebuilt.gone {
        Output.talk("no longer here: \(gone.place), results \(HistoryText.fingerprint(gone.record))")
      }
      options.talk.talk("\(history.path): \(HistoryText.audits(rebuilt.audits))")
      if !rebuilt.refused.isEmpty { throw ExitCode(ExitStatus.couldNotRun.rawValue) }
    }
  }

  struct SiteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "site", abstract: "Writes the history as static pages, without script.",
      discussion: """
        Pages come from the index alone. Bundles are linked where they lie, if their digests are still those that were added. \
        The pages hold numbers of groups as the reports do, and are not for publication.
        """)

    @Argument(help: "The folder: new, empty, or a site.", completion: .directory)
    var folder: String

    @Flag(help: "Copy the bundles into the site, each verified once more, instead of linking them.")
    var withBundles = false

    @OptionGroup var options: HistoryOptions

    func run() throws {
      let asked = try options.options()
      let view = try HistoryView(try options.history(), options: asked)
      let written = try Site(view).write(to: folder, copies: withBundles, options: asked)
      for place in written.unlinked {
        Output.talk("warning: \(place) is not there, or not as it was added, and is not linked")
      }
      options.talk.talk("\(folder): \(written.files) files, \(written.changed) new or changed")
    }
  }
}
