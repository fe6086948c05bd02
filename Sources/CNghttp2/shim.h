#ifndef SPOTS_CNGHTTP2_SHIM_H
#define SPOTS_CNGHTTP2_SHIM_H

#include <nghttp2/nghttp2.h>

// Tagged unions of C structs import awkwardly; these read the one member that the frame type makes valid.
static inline uint8_t cnghttp2_frame_type(const nghttp2_frame *frame) { return frame->hd.type; }
static inline uint8_t cnghttp2_frame_flags(const nghttp2_frame *frame) { return frame->hd.flags; }
static inline int32_t cnghttp2_frame_stream_id(const nghttp2_frame *frame) { return frame->hd.stream_id; }
static inline size_t cnghttp2_frame_length(const nghttp2_frame *frame) { return frame->hd.length; }
static inline int cnghttp2_headers_category(const nghttp2_frame *frame) { return (int)frame->headers.cat; }
static inline size_t cnghttp2_data_padding(const nghttp2_frame *frame) { return frame->data.padlen; }
static inline uint32_t cnghttp2_rst_error(const nghttp2_frame *frame) { return frame->rst_stream.error_code; }
static inline uint32_t cnghttp2_goaway_error(const nghttp2_frame *frame) { return frame->goaway.error_code; }
static inline int32_t cnghttp2_goaway_last_stream(const nghttp2_frame *frame) {
  return frame->goaway.last_stream_id;
}
static inline const uint8_t *cnghttp2_goaway_data(const nghttp2_frame *frame) {
  return frame->goaway.opaque_data;
}
static inline size_t cnghttp2_goaway_data_length(const nghttp2_frame *frame) {
  return frame->goaway.opaque_data_len;
}
static inline const uint8_t *cnghttp2_ping_data(const nghttp2_frame *frame) { return frame->ping.opaque_data; }

static inline nghttp2_nv cnghttp2_field(
    const uint8_t *name, size_t name_length, const uint8_t *value, size_t value_length, uint8_t flags) {
  nghttp2_nv field = {(uint8_t *)name, (uint8_t *)value, name_length, value_length, flags};
  return field;
}

#endif
