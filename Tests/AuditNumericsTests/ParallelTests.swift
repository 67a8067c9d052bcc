import AuditNumerics
import Testing

struct ParallelTests {
  @Test(arguments: [1, 2, 3])
  func resultsStandInTheOrderOfTheirPieces(threads: Int) {
    Parallel.$threads.withValue(threads) {
      #expect(Parallel.map(100) { $0 * $0 } == (0..<100).map { $0 * $0 })
      #expect(Parallel.both({ "one" }, { 2 }) == ("one", 2))
    }
  }
}
