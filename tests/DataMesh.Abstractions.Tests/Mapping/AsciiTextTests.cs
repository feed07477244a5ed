using System.Text;
using CsCheck;
using DataMesh.Mapping;

namespace DataMesh.Tests.Mapping;

public sealed class AsciiTextTests
{
    [Fact]
    public void Ascii_is_read_as_the_encoding_does_it() =>
        Gen.Byte[0, 0x7F].Array[0, 70].Sample(bytes => Assert.Equal(Encoding.UTF8.GetString(bytes), AsciiText.ToString(bytes)), iter: 2_000);
}
