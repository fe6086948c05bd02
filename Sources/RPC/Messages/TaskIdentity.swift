/// Which task runs, to compare with another's; good for as long as that task lives.
@safe struct TaskIdentity: Equatable {
  private let task: UnsafeCurrentTask

  /// The running task; nil outside of tasks.
  static var current: TaskIdentity? {
    unsafe withUnsafeCurrentTask { task in unsafe task.map { unsafe TaskIdentity(task: $0) } }
  }

  static func == (left: TaskIdentity, right: TaskIdentity) -> Bool { unsafe left.task == right.task }
}
