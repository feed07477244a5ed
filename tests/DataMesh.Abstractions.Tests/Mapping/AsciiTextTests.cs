using System.Text;
using CsCheck;
using DataMesh.Mapping;

namespace DataMesh.Tests.Mapping;

public sealed class AsciiTextTests
{
    [Fact]
    public void Ascii_is_written_and_read_as_the_encoding_does_it() =>
        Gen.String[Gen.Char['\0', '\x7F'], 0, 70].Sample(text =>
        {
            byte[] bytes = new byte[text.Length + 1];

            Assert.True(AsciiText.TryWrite(text, bytes));

            Assert.Equal(Encoding.UTF8.GetBytes(text), bytes[..text.Length]);
            Assert.Equal(0, bytes[^1]);
            Assert.Equal(text, AsciiText.ToString(bytes.AsSpan(0, text.Length)));
        }, iter: 2_000);

    [Fact]
    public void A_single_other_character_is_found_wherever_it_is() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[0, 69], Gen.Char['\x80', '\uFFFF']).Where(t => t.Item2 < t.Item1).Sample((length, at, other) =>
        {
            char[] text = [.. Enumerable.Repeat('a', length)];
            text[at] = other;

            Assert.False(AsciiText.TryWrite(text, new byte[length]));
        }, iter: 2_000);
}
