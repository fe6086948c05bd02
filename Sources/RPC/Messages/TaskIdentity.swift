/// Which task runs, to compare with another's; good for as long as that task lives.
@safe struct TaskIdentity: Equatable {
  /// The task's address, and no `UnsafeCurrentTask`, for the reason that ``Parking`` has.
  private let task: UnsafeRawPointer

  /// The running task; nil outside of tasks.
  static var current: TaskIdentity? {
    unsafe withUnsafeCurrentTask { task in
      unsafe task.map { unsafe TaskIdentity(task: unsafeBitCast($0, to: UnsafeRawPointer.self)) }
    }
  }

  static func == (left: TaskIdentity, right: TaskIdentity) -> Bool { unsafe left.task == right.task }
}
