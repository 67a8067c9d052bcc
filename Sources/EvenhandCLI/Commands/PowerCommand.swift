import ArgumentParser
import Evenhand

struct PowerCommand: ParsableCommand {
  /// How the answer is written.
  enum Form: String, ExpressibleByArgument, CaseIterable { case terminal, markdown, json }

  /// A group and its people, as `women=400`.
  struct Size: ExpressibleByArgument {
    let name: String
    let people: Int

    init?(argument: String) {
      guard let equals = argument.lastIndex(of: "="), equals > argument.startIndex,
        let people = Int(argument[argument.index(after: equals)...]), (1...1_000_000_000).contains(people)
      else { return nil }
      (name, self.people) = (String(argument[..<equals]), people)
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "power",
    abstract: "Says what an audit could show, and how many people a group are needed, before there are data.",
    discussion: """
      The rule that judges is played on 2,000 tables drawn from true rates. Without a plan or a record the requirement is \
      a ratio of at least 0.8 to the highest rate; options say otherwise, or change what a plan or a record says. From a \
      record come sizes and rates too.

        evenhand power --rate 0.1 --groups 5
        evenhand power --rate 0.3 --group women=800 --group men=1200 --confidence 0.9
        evenhand power reports/q3 --requirement shortlisting-ratio
      """)

  @Argument(help: ArgumentHelp("A plan, a record.json, or the folder that holds one.", valueName: "plan|record"))
  var source: String?

  @Option(help: ArgumentHelp("A group and its people, as women=400; once for each group.", valueName: "name=people"))
  var group: [Size] = []

  @Option(help: "How many groups there will be, where none are named with --group.")
  var groups: Int?

  @Option(help: "The true rate of the reference group, above 0 and below 1.")
  var rate: Double?

  @Option(
    help: "The requirement of the plan or the record, by its id; without it the first of a plan, all of a record.")
  var requirement: String?

  @Option(help: "ratio or difference.")
  var compare: String?

  @Option(help: "highest, lowest, overall, complement, or the name of a group.")
  var reference: String?

  @Option(help: "The least that is accepted.")
  var atLeast: Double?

  @Option(help: "The most that is accepted; of a difference, in either direction.")
  var atMost: Double?

  @Option(help: "Two-sided confidence, from 0.5 to 0.999999.")
  var confidence: Double?

  @Option(help: "The smallest group that is judged.")
  var minimumCount: Int?

  @Option(help: "The chance of an answer that is wanted.")
  var chance = 0.8

  @Option(help: "Seed of every draw.")
  var seed: Int?

  @Option(help: "How the answer is written: terminal, markdown or json.")
  var format = Form.terminal

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    guard chance >= 0.5, chance <= 0.99 else { throw ValidationError("--chance is a number from 0.5 to 0.99") }
    if let groups, !(2...PowerQuestion.mostGroups).contains(groups) {
      throw ValidationError("--groups is a number from 2 to \(PowerQuestion.mostGroups)")
    }
    if groups != nil, !group.isEmpty {
      throw ValidationError("name the groups with --group, or count them with --groups")
    }
    if atLeast != nil, atMost != nil { throw ValidationError("give --at-least or --at-most") }
    if let seed, seed < 0 { throw ValidationError("--seed is 0 or more") }
    if group.count > PowerQuestion.mostGroups { throw ValidationError("at most \(PowerQuestion.mostGroups) groups") }
    if Set(group.map(\.name)).count < group.count { throw ValidationError("a group is named twice") }
  }

  func run() throws {
    let documents = try Parallelism.within(threads: talk.threads) { try answers() }
    let text =
      switch format {
      case .terminal: PowerDocument.terminal(documents)
      case .markdown: PowerDocument.markdown(documents)
      case .json: PowerDocument.json(documents)
      }
    try Output.result(text)
  }

  /// The answers that there are; what has none is said, and where nothing has one that is an error.
  private func answers() throws -> [PowerDocument] {
    let questions = try questions()
    var documents: [PowerDocument] = []
    for (title, question) in questions {
      do { documents.append(try document(title, question)) } catch {
        guard questions.count > 1 else { throw error }
        talk.talk("note: \(error)")
      }
    }
    guard !documents.isEmpty else { throw UsageError("no requirement of the record could be played") }
    return documents
  }

  private func missing(_ id: String, among requirements: [Requirement]) -> String {
    let nearest = Suggestion.nearest(to: id, among: requirements.map(\.id))
    return "no requirement is called \(Quoted.text(id))" + (nearest.map { " (did you mean \"\($0)\"?)" } ?? "")
  }

  private func document(_ title: String, _ question: PowerQuestion) throws -> PowerDocument {
    do {
      return try PowerDocument(question, title: title, groups: question.groups.isEmpty ? groups ?? 2 : nil)
    } catch { throw UsageError("\(title): \(error.rawValue)") }
  }

  /// What is asked, with what the options change.
  private func questions() throws -> [(String, PowerQuestion)] {
    if let source, Files.isFolder(source) || source.hasSuffix(".json") {
      let file = try RecordFile(path: source, options: .init(now: Moment(seconds: RunClock.clock)))
      try file.confirmation.check()
      let found = PowerQuestion.questions(of: file.sealed.record, requirement: requirement)
      guard !found.isEmpty else {
        throw UsageError(
          "\(source): no requirement on counted rates\(requirement.map { " is called \(Quoted.text($0))" } ?? "") could be played on at most \(PowerQuestion.mostGroups) groups; options alone do without a record"
        )
      }
      for note in PowerQuestion.unplayed(of: file.sealed.record, requirement: requirement) {
        talk.talk("note: \(note)")
      }
      return try found.map { try ($0.title, changed($0.question)) }
    }
    var demand = Requirement(
      id: "Power", metric: "selection-rate", across: [], compare: .ratio, reference: .highest)
    if let source {
      let plan = try PlanFile(path: source).plan
      let counted = plan.requirements.filter { wanted in requirement.map { $0 == wanted.id } ?? true }
      guard let first = counted.first(where: { $0.compare != .value }) ?? counted.first else {
        throw UsageError(
          "\(Path.lastComponent(source)): \(requirement.map { missing($0, among: plan.requirements) } ?? "the plan has no requirement; give it one, or use options alone")"
        )
      }
      demand = first
    } else if requirement != nil {
      throw UsageError("--requirement is one of a plan or a record, and none is named")
    }
    guard let rate else {
      throw UsageError("the rate of the reference group is not known (give it, as --rate 0.3; a record has it)")
    }
    let named = group.map { (name: [Label($0.name)], people: $0.people) }
    return [(demand.id, try changed(PowerQuestion(groups: named, rate: rate, requirement: demand)))]
  }

  private func changed(_ question: PowerQuestion) throws -> PowerQuestion {
    var question = question
    question.power = chance
    if let seed { question.seed = seed }
    if let rate { question.rate = rate }
    if !group.isEmpty { question.groups = group.map { ([Label($0.name)], $0.people) } }
    if groups != nil { question.groups = [] }
    var demand = question.requirement
    if let compare {
      guard let word = Comparison(rawValue: compare), word != .value else {
        throw UsageError("--compare is ratio or difference")
      }
      demand.compare = word
    }
    if let reference {
      switch reference {
      case "highest": demand.reference = .highest
      case "lowest": demand.reference = .lowest
      case "overall": demand.reference = .overall
      case "complement": demand.reference = .complement
      default: demand.reference = .group([Label(reference)])
      }
    }
    if let confidence { demand.confidence = confidence }
    if let minimumCount { demand.minimumCount = minimumCount }
    if atLeast != nil || atMost != nil { (demand.atLeast, demand.atMost, demand.between) = (atLeast, atMost, nil) }
    if demand.atLeast == nil, demand.atMost == nil, demand.between == nil {
      (demand.atLeast, demand.atMost) = demand.compare == .ratio ? (0.8, nil) : (nil, 0.1)
    }
    guard demand.isInRange else {
      throw UsageError("no plan could state this requirement: look at the threshold, --confidence and --minimum-count")
    }
    question.requirement = demand
    return question
  }
}
