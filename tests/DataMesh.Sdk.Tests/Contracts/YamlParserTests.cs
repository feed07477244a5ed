using System.Text;
using CsCheck;

namespace DataMesh.Tests.Contracts;

public sealed class YamlParserTests
{
    [Theory]
    [InlineData("", "exactly one document")]
    [InlineData("- a\n", "named values are expected")]
    [InlineData("a: 1\na: 2\n", "line 2, column 1")]
    [InlineData("a: 1\n---\nb: 2\n", "exactly one document")]
    [InlineData("a: &x 1\nb: *x\n", "line 1, column 4")]
    [InlineData("a: !!int 1\n", "tags, anchors and aliases")]
    [InlineData("? [a]\n: 1\n", "must be a single value")]
    [InlineData("a: 'open\n", "not valid YAML")]
    [InlineData("a: b: c\n", "not valid YAML")]
    [InlineData("a: 1\nb\0: 2\n", "line 2, column 2")]
    public void What_is_not_plain_YAML_is_refused_with_its_place(string text, string expected)
    {
        DataMeshException error = Assert.Throws<DataMeshException>(() => YamlParser.Parse("file.yaml", Encoding.UTF8.GetBytes(text)));

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Matches("^Cannot read 'file.yaml', line [0-9]+, column [0-9]+: ", error.Message);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_with_their_place()
    {
        DataMeshException error = Assert.Throws<DataMeshException>(() => YamlParser.Parse("file.yaml", [(byte)'a', (byte)':', (byte)' ', (byte)'\n', (byte)'b', 0xff]));

        Assert.Contains("line 2, column 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bombs_are_refused_at_once()
    {
        string deep = new('[', 100_000);
        string longer = $"a: {new string('x', YamlParser.MaximumBytes)}";
        string aliases = string.Concat(Enumerable.Range(0, 9).Select(i => $"a{i}: &a{i} [{string.Join(",", Enumerable.Repeat(i == 0 ? "lol" : $"*a{i - 1}", 9))}]\n"));

        foreach (string bomb in (string[])[$"a: {deep}", deep, string.Concat(Enumerable.Range(0, 500).Select(i => new string(' ', i) + "a:\n")), longer, aliases])
            Assert.Throws<DataMeshException>(() => YamlParser.Parse("file.yaml", Encoding.UTF8.GetBytes(bomb)));
    }

    [Fact]
    public void Texts_survive_whatever_they_look_like() => Documents.Text.List[1, 5].Sample(texts =>
    {
        YamlMapping document = new YamlMapping().Add("list", YamlSequence.Of(texts));
        foreach (string text in texts)
            document.TryAdd(text, YamlScalar.Of(text));

        YamlMapping read = Documents.Reread(document);

        Assert.Equal(texts, read.GetTexts("list"));
        foreach (string text in texts)
            Assert.Equal(text, Assert.IsType<YamlScalar>(read.Find(text)).Text);
    }, iter: 500);

    [Fact]
    public void Damage_gives_a_valid_document_or_an_error_with_its_place()
    {
        byte[][] seeds =
        [
            Write(ContractYaml.Write(Examples.Contract(), "iceberg")),
            Write(ProductYaml.Write(Examples.Descriptor())),
            Write(PolicyDocumentYaml.Write(Examples.Policy())),
        ];

        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5], Gen.Int[0, 100_000], Gen.Int[0, 100_000], Gen.Byte).Sample((seed, damage, at, to, value) =>
        {
            byte[] damaged = Damaged.Apply(seeds[seed], damage, at % seeds[seed].Length, to % seeds[seed].Length, value);
            try
            {
                YamlMapping document = YamlParser.Parse("file.yaml", damaged);
                if (seed == 0)
                    _ = ContractYaml.Read(document);
                else if (seed == 1)
                    _ = ProductYaml.Read(document);
                else
                    _ = PolicyDocumentYaml.Read(document);
            }
            catch (DataMeshException error)
            {
                Assert.Matches("^Cannot read 'file.yaml', line [0-9]+, column [0-9]+: ", error.Message);
            }
        }, iter: 1500);
    }

    private static byte[] Write(YamlMapping document) => YamlText.Write("file.yaml", document);
}
