namespace DataMesh.Docs.Tests;

/// <summary>Output that the docs show is what the program above it prints.</summary>
[Collection(SnippetRun.Alone)]
public sealed class TranscriptTests
{
    [Fact]
    public void When_data_is_wrong_shows_what_its_program_prints()
    {
        string path = Path.Combine(Documents.Root, "docs", "history.md"), text = Documents.Read(path);
        string shown = text[(text.IndexOf("```text\n", StringComparison.Ordinal) + "```text\n".Length)..];
        string folder = Directory.CreateTempSubdirectory("wrong-").FullName;
        try
        {
            string printed = string.Join('\n', SnippetRun.Lines(Snippet.In(path).First(), folder));

            Assert.True(shown[..shown.IndexOf("\n```", StringComparison.Ordinal)] == printed, printed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
