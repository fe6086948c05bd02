// The service stubs of this target are generated from `Protocols/` when it is built; `protogen.json` names the files.
