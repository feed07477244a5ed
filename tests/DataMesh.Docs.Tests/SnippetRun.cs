using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace DataMesh.Docs.Tests;

/// <summary>Runs a snippet that is a program, in a folder, and gives the lines that it prints. Takes the console and the current directory of the process: its tests run one by one.</summary>
internal static class SnippetRun
{
    /// <summary>The collection of tests that run snippets.</summary>
    public const string Alone = "console";

    public static string[] Lines(Snippet snippet, string folder)
    {
        CSharpCompilation compilation = SnippetCompiler.Compile(snippet.Code, $"run_{Guid.NewGuid():N}", out _);
        using MemoryStream image = new();
        Assert.True(compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        MethodInfo main = Assembly.Load(image.ToArray()).EntryPoint!;
        TextWriter console = Console.Out;
        string before = Environment.CurrentDirectory;
        using StringWriter output = new();
        try
        {
            Console.SetOut(output);
            Environment.CurrentDirectory = folder;
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Console.SetOut(console);
        }
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
