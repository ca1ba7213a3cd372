package state

// Buffer is memory that a stage keeps itself, of operands: bytes that are to be appended to values
// of the store without reading them. It takes part in the store's commits, rollbacks and flushes.
//
// It is an alias, so that a stage's package can name the same interface without importing this one.
type Buffer = interface {
	// Commit says that the cycle's changes hold. Called by the store's Commit.
	Commit()
	// Rollback says that the cycle's changes never were. Called by the store's Rollback.
	Rollback()
	// Bytes is the memory that it takes; it counts as dirty. It is 0 if Flush would give nothing.
	Bytes() int64
	// CycleBytes is the memory that the changes of the cycle in progress take until it ends.
	CycleBytes() int64
	// Flush gives what was appended and committed, operand by operand in the order of the keys, and
	// may give a key several times; then the buffer forgets it. The store writes it together with
	// its dirty values and offsets. It is never called while a cycle is in progress.
	Flush(write func(key, operand []byte) error) error
}

// Attach gives the store a Buffer, at most one. On disk the value of a key is what was last Put
// followed by the operands flushed since, in their order; a Put of a key supersedes the operands
// that were flushed before it. Of one flush, operands come after the Put. Operands that were not
// flushed are seen by nobody but the buffer's owner.
func (s *Store) Attach(b Buffer) {
	if s.buffer != nil {
		panic("state: the store of task " + s.task + " has a buffer already")
	}
	s.buffer = b
}

// bufferBytes is the memory of the buffer.
func (s *Store) bufferBytes() int64 {
	if s.buffer == nil {
		return 0
	}
	return s.buffer.Bytes()
}
