#ifndef SPOTS_CZLIB_SHIM_H
#define SPOTS_CZLIB_SHIM_H

#include <zlib.h>

// deflateInit2 and inflateInit2 are macros that pass the header's version; 31 window bits select the gzip format.
static inline int czlib_gzip_deflate_init(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}
static inline int czlib_gzip_inflate_init(z_stream *stream) { return inflateInit2(stream, 31); }

// The same for the zlib format, which gRPC calls "deflate".
static inline int czlib_deflate_init(z_stream *stream, int level) { return deflateInit(stream, level); }
static inline int czlib_inflate_init(z_stream *stream) { return inflateInit(stream); }

#endif
