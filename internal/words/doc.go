// Package words turns the answer for one order into sentences that somebody responsible for quality
// understands without knowing the program: what the verdict is, why, where and when it happened,
// what was known then, what remains of each limit, and on what evidence all that rests. The command
// line, the web page and the summary of the demo take their words from here.
//
// It is pure: a projection goes in, text comes out; no clock, no I/O but the writer it is given. It
// decides nothing about the cold chain: every figure in a sentence is one that the projection
// holds, or the difference or the sum of such figures. What a projection leaves out, because it is
// not known or because the projection would be too large, is left out of the sentence.
package words
