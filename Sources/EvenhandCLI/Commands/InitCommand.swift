import ArgumentParser
import Evenhand

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Looks at data, asks what they mean, and writes a commented evenhand.yaml.",
    discussion: """
      Asks at a terminal. Without one, options say everything; with --yes what is usual is taken where they do not, and a \
      missing answer ends with exit code 2 and the option's name. Nothing sensitive is inferred from names, no file is \
      overwritten, and nothing of the data is written but labels of decisions, outcomes and groups.

        evenhand init applications.csv
        evenhand init applications.csv --yes --decision y_pred=1 --group gender --group age:18,35,55,81
        evenhand init recommendations.csv users.csv items.csv clicks.csv
        evenhand init counts.csv --yes --selected hired --people applicants --group sex
      """)

  @Argument(
    help: ArgumentHelp(
      "CSV, TSV, Parquet or Arrow files. Files with the same columns are one table of decisions; otherwise ranked lists with their tables.",
      valueName: "data"))
  var data: [String]

  @Flag(help: "Take what is usual where no option says it; never for the decision, the groups or what rows stand for.")
  var yes = false

  @Option(
    help: ArgumentHelp("The decision, with a label that people want; once for each label.", valueName: "column=label"))
  var decision: [String] = []

  @Option(help: ArgumentHelp("A label of the decision that is none, as withdrawn.", valueName: "label"))
  var notDecided: [String] = []

  @Option(help: ArgumentHelp("What was observed later, with a positive label; or none.", valueName: "column=label"))
  var outcome: [String] = []

  @Option(
    help: ArgumentHelp(
      "A column of groups, for numbers with the limits of ranges; once for each.", valueName: "column[:limits]"))
  var group: [String] = []

  @Option(
    help: ArgumentHelp(
      "With whom groups are compared: highest, lowest, overall, complement, or a label.",
      valueName: "[column=]rule|label"))
  var reference: [String] = []

  @Option(help: "The least ratio to the reference group that is accepted.")
  var atLeast: String?

  @Option(help: ArgumentHelp("The column that tells people apart, or none.", valueName: "column"))
  var subject: String?

  @Option(help: ArgumentHelp("The column that says how many people a row stands for, or none.", valueName: "column"))
  var count: String?

  @Option(
    help: ArgumentHelp("Of rows that are groups: who received the favourable decision, or none.", valueName: "column"))
  var selected: String?

  @Option(help: ArgumentHelp("Of rows that are groups: everybody.", valueName: "column"))
  var people: String?

  @Option(help: ArgumentHelp("Of ranked lists: who receives.", valueName: "column"))
  var user: String?

  @Option(help: ArgumentHelp("Of ranked lists: what is shown.", valueName: "column"))
  var item: String?

  @Option(help: ArgumentHelp("Of ranked lists: the rank, 1 for the first.", valueName: "column"))
  var rank: String?

  @Option(help: ArgumentHelp("Of ranked lists without a rank: the score, highest first.", valueName: "column"))
  var score: String?

  @Option(help: ArgumentHelp("The file of what each user wants, or none.", valueName: "file"))
  var relevant: String?

  @Option(help: ArgumentHelp("Its column that says how much, or none.", valueName: "column"))
  var grade: String?

  @Option(help: "The title of the audit.")
  var title: String?

  @Flag(help: ArgumentHelp("Write \(WorkflowFile.path) as well."))
  var workflow = false

  @OptionGroup var talk: TalkOptions

  func run() throws {
    let plan = "evenhand.yaml"
    // Nobody shall answer questions for nothing.
    for path in [plan] + (workflow ? [WorkflowFile.path] : []) where Files.exists(path) {
      throw UsageError("\(path) exists, and nothing is overwritten (change it, or move it away)")
    }
    let person = TerminalPerson(isQuiet: talk.quiet, canAnswer: !yes && Terminal.canAsk)
    let interview = Interview(try given(), person: person, folder: Files.currentFolder, threads: talk.threads)
    let text = try interview.plan(for: data)
    var written = [(plan, text)]
    if try workflow || person.wantsWorkflow() { written.append((WorkflowFile.path, WorkflowFile.text)) }
    for (path, text) in written {
      if path.contains("/") { try Files.makeFolder(Path.folder(of: path)) }
      try Files.create(Array(text.utf8), at: path)
      try Output.result("wrote \(path)\n")
    }
    try Output.result("Now: evenhand audit\n")
  }

  /// The options as answers to questions.
  private func given() throws -> GivenAnswers {
    var given = GivenAnswers(takesProposals: yes)
    func add(_ topic: GivenAnswers.Topic, _ values: [String]) {
      if !values.isEmpty { given.answers[topic] = values }
    }
    func one(_ topic: GivenAnswers.Topic, _ value: String?) { add(topic, value.map { [$0] } ?? []) }
    try pairs(decision, "--decision", .decision, .favourable, &given)
    try pairs(outcome, "--outcome", .outcome, .positive, &given)
    add(.notDecided, notDecided)
    add(.group, group)
    add(.reference, reference)
    for (topic, value) in [
      (GivenAnswers.Topic.atLeast, atLeast), (.subject, subject), (.count, count), (.selected, selected),
      (.people, people), (.user, user), (.item, item), (.rank, rank), (.score, score), (.relevant, relevant),
      (.grade, grade), (.title, title),
    ] {
      one(topic, value)
    }
    return given
  }

  /// A column with labels, as `hired=yes`; the column alone leaves the labels to be asked.
  private func pairs(
    _ values: [String], _ option: String, _ column: GivenAnswers.Topic, _ label: GivenAnswers.Topic,
    _ given: inout GivenAnswers
  ) throws {
    var labels: [String] = []
    for value in values {
      let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      if let other = given.answers[column], other != [parts[0]] {
        throw UsageError("\(option) names two columns; give it once for each label of one column")
      }
      given.answers[column] = [parts[0]]
      if parts.count == 2 { labels.append(parts[1]) }
    }
    if !labels.isEmpty { given.answers[label] = labels }
  }
}

/// A person at a terminal, if one is there.
private final class TerminalPerson: Answering {
  let isQuiet: Bool
  let canAnswer: Bool

  init(isQuiet: Bool, canAnswer: Bool) { (self.isQuiet, self.canAnswer) = (isQuiet, canAnswer) }

  func show(_ text: String) { if !isQuiet || canAnswer { Output.talk(text) } }

  func answer(_ question: String) -> String? {
    _ = Output.write(Escaping.terminal(question), to: 2)
    return readLine().map { $0.split(separator: " ").joined(separator: " ") }
  }

  func wantsWorkflow() throws -> Bool {
    guard canAnswer, !Files.exists(WorkflowFile.path) else { return false }
    return ["yes", "y"].contains((answer("Write \(WorkflowFile.path) as well? [no]: ") ?? "").lowercased())
  }
}
