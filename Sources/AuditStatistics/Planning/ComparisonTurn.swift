/// Where one group's comparison with each of its rivals turns as the group's count grows from one to all but one.
///
/// Where it turns follows from the rival's count, and rises with it. Thousands of tables have few counts of a small rival: each of
/// those is looked for once. Of a large one they have many: some are looked for, and between two of them the turn is only looked
/// for where it decides.
struct ComparisonTurn {
  /// What is known of one rival.
  private struct Known {
    /// The rival's people.
    let people: Int
    /// The least and the most that the tables hold of its counts, but for nobody and everybody.
    var (least, most) = (0, -1)
    /// Where its marks begin: counts at equal steps from the least on, and the most; the step is 0 where there are none.
    var (mark, step) = (0, 0)
    /// Where what was found of its counts begins, from the least on; nil where it is not kept.
    var place: Int?
    /// Up to which count of the rival a group of nobody, and of everybody, is past the turn, and from which on it is not.
    var nobody = Edge()
    var everybody = Edge()

    init(people: Int) { self.people = people }
  }

  private struct Edge {
    var (past, not) = (-1, Int.max)
  }

  /// Whether a count of the group, against a rival's, is past the turn.
  private let isPast: (Proportion, Proportion) -> Bool
  private let trials: Int
  private var rivals: [Known]
  /// The first count of the group past the turn: at each mark, and by the rival's count where it was looked for; else -1.
  private var marks: [Int] = []
  private var found: [Int32] = []
  private var last: Int?
  private var open: [(place: Int, range: ClosedRange<Int>)] = []

  /// The turns of a group of `trials` people against rivals of so many people [rivals].
  init(trials: Int, rivals: [Int], isPast: @escaping (Proportion, Proportion) -> Bool) {
    (self.trials, self.isPast) = (trials, isPast)
    self.rivals = rivals.map { Known(people: $0) }
  }

  /// More different counts than this are looked for by steps.
  private static let few = 256
  private static let steps = 64
  /// Of more of them hardly one occurs twice, and none is kept.
  private static let kept = 1 << 16

  /// Prepares for counts of each rival, which lie between two [rivals].
  mutating func prepare(_ ranges: [ClosedRange<Int>]) {
    (marks, found) = ([], [])
    for (place, range) in ranges.enumerated() {
      var known = Known(people: rivals[place].people)
      // Nobody and everybody are looked at apart.
      (known.least, known.most) = (max(1, range.lowerBound), min(known.people - 1, range.upperBound))
      let width = known.most - known.least + 1
      if width > 0, width <= Self.kept, trials <= Int32.max {
        known.place = found.count
        found.append(contentsOf: repeatElement(-1, count: width))
      }
      if width > Self.few {
        known.mark = marks.count
        known.step = (width + Self.steps - 2) / Self.steps
        var (count, before, slope) = (known.least, 1, nil as Int?)
        while true {
          let turn = search(count, known.people, (before - 1)...trials, slope.map { before + $0 })
          slope = known.mark < marks.count ? turn - before : nil
          before = turn
          marks.append(turn)
          guard count < known.most else { break }
          count = min(known.most, count + known.step)
        }
      }
      rivals[place] = known
    }
  }

  // MARK: where it turns

  /// The first count past the turns of all rivals, or of any, of those between nobody and everybody; everybody where none is.
  mutating func first(against others: [Proportion], ofEach: Bool) -> Int {
    var best = ofEach ? 0 : trials
    open.removeAll(keepingCapacity: true)
    for place in others.indices {
      let range = range(place, others[place])
      best = ofEach ? max(best, range.lowerBound) : min(best, range.upperBound)
      if range.lowerBound < range.upperBound { open.append((place, range)) }
    }
    // The furthest first: the others seldom need a look then.
    while let next = open.indices.max(by: {
      ofEach
        ? open[$0].range.upperBound < open[$1].range.upperBound : open[$0].range.lowerBound > open[$1].range.lowerBound
    }) {
      let (place, range) = open[next]
      guard ofEach ? range.upperBound > best : range.lowerBound < best else { break }
      open.swapAt(next, open.count - 1)
      open.removeLast()
      let found = first(place, others[place])
      best = ofEach ? max(best, found) : min(best, found)
    }
    return best
  }

  /// The first count past the turn of one rival.
  mutating func first(_ place: Int, _ other: Proportion) -> Int {
    let range = range(place, other)
    guard range.lowerBound < range.upperBound else { return range.lowerBound }
    let count = Int(other.successes)
    let known = rivals[place]
    var guess = last
    if known.step > 0, count >= known.least, count <= known.most {
      // Along the line between two marks.
      let share = Double((count - known.least) % known.step) / Double(known.step)
      guess = range.lowerBound + Int(share * Double(range.upperBound - range.lowerBound))
    }
    let turn = search(count, known.people, (range.lowerBound - 1)...range.upperBound, guess)
    last = turn
    if let start = known.place, count >= known.least, count <= known.most {
      found[start + count - known.least] = Int32(turn)
    }
    return turn
  }

  /// Between which counts the first past the turn lies, both included.
  private func range(_ place: Int, _ other: Proportion) -> ClosedRange<Int> {
    let count = Int(other.successes)
    let known = rivals[place]
    guard count >= known.least, count <= known.most else { return 1...trials }
    if let start = known.place {
      let turn = Int(found[start + count - known.least])
      if turn >= 0 { return turn...turn }
    }
    guard known.step > 0 else { return 1...trials }
    let mark = known.mark + min(count - known.least, known.most - 1 - known.least) / known.step
    return marks[mark]...max(marks[mark], marks[mark + 1])
  }

  /// The first count past the turn, which lies beyond the lower and not beyond the upper of these counts.
  private func search(_ count: Int, _ people: Int, _ range: ClosedRange<Int>, _ guess: Int?) -> Int {
    let other = Proportion(successes: Double(count), trials: Double(people))
    let own = Double(trials)
    var (short, far) = (range.lowerBound, range.upperBound)
    var next = guess ?? short + (far - short) / 2
    var step = guess == nil ? trials : 1
    // By steps that grow, until it lies between two counts that were looked at.
    var (hasShort, hasFar) = (false, false)
    while far - short > 1 {
      next = min(max(next, short + 1), far - 1)
      if isPast(Proportion(successes: Double(next), trials: own), other) {
        (far, hasFar) = (next, true)
      } else {
        (short, hasShort) = (next, true)
      }
      if hasShort && hasFar || step >= trials {
        next = short + (far - short) / 2
      } else {
        next = hasFar ? next - min(step, next) : next + min(step, trials - next)
        step *= 2
      }
    }
    return far
  }

  // MARK: nobody and everybody

  /// Whether nobody, or everybody, of the group is past the turn of a rival.
  mutating func isPast(ofEverybody: Bool, _ place: Int, _ other: Proportion) -> Bool {
    let count = Int(other.successes)
    let known = rivals[place]
    let edge = ofEverybody ? known.everybody : known.nobody
    let isInner = count > 0 && count < known.people
    if isInner, count <= edge.past { return true }
    if isInner, count >= edge.not { return false }
    let own = Proportion(successes: ofEverybody ? Double(trials) : 0, trials: Double(trials))
    let found = isPast(own, other)
    guard isInner else { return found }
    switch (ofEverybody, found) {
    case (true, true): rivals[place].everybody.past = count
    case (true, false): rivals[place].everybody.not = count
    case (false, true): rivals[place].nobody.past = count
    case (false, false): rivals[place].nobody.not = count
    }
    return found
  }

  /// The same of the turns of all rivals, or of any.
  mutating func arePast(ofEverybody: Bool, _ others: [Proportion], ofEach: Bool) -> Bool {
    for place in others.indices where isPast(ofEverybody: ofEverybody, place, others[place]) != ofEach {
      return !ofEach
    }
    return ofEach
  }

  /// Whether the answer is the same for all counts of each rival that the tables hold.
  mutating func isSettled(ofEverybody: Bool) -> Bool {
    for place in rivals.indices {
      let known = rivals[place]
      guard known.least > 1, known.most < known.people - 1 else { return false }
      let people = Double(known.people)
      let least = isPast(
        ofEverybody: ofEverybody, place, Proportion(successes: Double(known.least), trials: people))
      let most = isPast(ofEverybody: ofEverybody, place, Proportion(successes: Double(known.most), trials: people))
      guard least == most else { return false }
    }
    return true
  }
}
