import AuditNumerics
import Testing

@Suite struct MatrixTests {
  let a = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])

  @Test func product() {
    let b = Matrix(rows: 3, columns: 2, elements: [7, 8, 9, 10, 11, 12])
    #expect(Matrix.product(a, b) == Matrix(rows: 2, columns: 2, elements: [58, 64, 139, 154]))
  }

  @Test func transposedProduct() {
    let b = Matrix(rows: 2, columns: 1, elements: [10, 100])
    #expect(Matrix.transposedProduct(a, b) == Matrix(rows: 3, columns: 1, elements: [410, 520, 630]))
  }

  @Test func emptyProduct() {
    let none = Matrix(rows: 3, columns: 0)
    #expect(Matrix.product(a, none) == Matrix(rows: 2, columns: 0))
    #expect(Matrix.product(none, Matrix(rows: 0, columns: 2)) == Matrix(rows: 3, columns: 2))
  }

  @Test func elements() {
    var changed = a
    changed[1, 2] = 0
    #expect(a[1, 2] == 6)
    #expect(changed.elements == [1, 2, 3, 4, 5, 0])
  }

  @Test func wrongShapesTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix.product(Matrix(rows: 2, columns: 3), Matrix(rows: 2, columns: 3))
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 2, columns: 3)[0, 3]
    }
  }

  @Test func solvesAPositiveDefiniteSystem() throws {
    let system = Matrix(rows: 3, columns: 3, elements: [4, 2, 0.5, 2, 5, 1, 0.5, 1, 3])
    let expected = [1.5, -2, 0.25]
    let right = Matrix.product(system, Matrix(rows: 3, columns: 1, elements: expected)).elements
    let solution = try #require(LinearSolver.solvePositiveDefinite(system, right))
    for (found, wanted) in zip(solution, expected) { #expect(abs(found - wanted) < 1e-14) }
  }

  @Test func refusesWhatIsNotPositiveDefinite() {
    let indefinite = Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1])
    #expect(LinearSolver.solvePositiveDefinite(indefinite, [1, 1]) == nil)
    let nearlySingular = Matrix(rows: 2, columns: 2, elements: [0.1, 0.3, 0.3, 0.9 + 1e-16])
    #expect(LinearSolver.solvePositiveDefinite(nearlySingular, [1, 3]) == nil)
    #expect(LinearSolver.solvePositiveDefinite(Matrix(rows: 0, columns: 0), []) == [])
  }
}
