/// The program's explanation of itself.
enum Help {
  /// One line to remind of the call.
  static let usage = """
    usage: protogen --proto_path DIR… [--swift_out DIR] [--descriptor_set_out FILE]
                    [--openapi_out FILE --openapi_base FILE] [OPTION…] FILE…
           protogen --config FILE --target-dir DIR --out DIR [--module NAME]
           protogen --help
    """

  /// Everything.
  static let text =
    usage + """


      Compiles proto3 schema files to Swift, and files of every dialect to descriptors.

        FILE                      a path under a proto path, or a pattern of such paths
                                  (* within a folder, ** across folders, **/ also none)
        --proto_path DIR, -I DIR  where files are imported from; given several times, the first that has a path
                                  gives its file (default: the working folder)
        --swift_out DIR           write NAME.pb.swift, and NAME.rpc.swift with --services, for every FILE
        --descriptor_set_out FILE write a google.protobuf.FileDescriptorSet of every FILE and of all it imports
        --openapi_out FILE        write an OpenAPI 3.1 document of the (google.api.http) rules in every FILE
        --openapi_base FILE       what the document says beside them: info, servers, errors, how a reply is wrapped
        --visibility LEVEL        public, package or internal (default)
        --services                generate stubs of services too
        --no-messages             generate no messages and enums: they are in a module that --import names
        --import MODULE           import MODULE where a type of it is used; may be given several times
        --module NAME             the module the files will be part of, which they do not import
        --parts N                 spread the messages of every FILE over N Swift files (default: 1); a file of hundreds
                                  of messages compiles faster in parts
        --well-known              generate the types the runtime brings with it too (google/protobuf/any.proto …)

        --config FILE             read what to generate from a target's protogen.json, as the build plugin does
        --target-dir DIR          the folder its protoPath counts from
        --out DIR                 where the Swift files go

      Swift names: the first that wants a name has it, fields by their numbers. Another of that name gets an underscore
      and its field number (payLoad_3) or a count (moo_2); what Swift or generated code has itself gets a word behind it
      (encodeField, unrecognizedValue, TypeMessage, PickedOneOf, selfMethod). Of services of one name the first by full
      name keeps it, the others have their package before theirs (Shop_V2_GreeterClient). Keywords stand in backticks.

      Exit codes: 0 done, 1 a schema is wrong, 2 the call is wrong.
      """
}
