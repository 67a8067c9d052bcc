import COpenBLAS
import CPoisson
import CProcessor
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A run of `scripts/test-processors` is what it says it is.
@Suite struct ProcessorTests {
  private func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  @Test func kernelsAreThoseThatWereAskedFor() {
    let names = ["portable", "baseline", "avx2", "avx512"]
    let asked = variable("EVENHAND_INSTRUCTIONS") ?? "avx512"
    #expect(names.firstIndex(of: asked) == Int(processor_most().rawValue))
    #expect(poisson_fastest().rawValue <= processor_most().rawValue)
    if processor_most() == PROCESSOR_PORTABLE { #expect(poisson_fastest() == POISSON_PORTABLE) }
  }

  @Test func linearAlgebraIsThatWhichWasAskedFor() {
    let core = String(cString: openblas_get_corename())
    #expect(!core.isEmpty && core.lowercased() == (variable("OPENBLAS_CORETYPE") ?? core).lowercased())
  }
}
