using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.LocalFiles;

public sealed class FreshFolderTests
{
    [Fact]
    public async Task Many_writers_may_start_at_once_on_a_folder_that_does_not_exist()
    {
        for (int round = 0; round < 150; round++)
        {
            string root = Path.Combine(Path.GetTempPath(), "datamesh-" + Guid.NewGuid().ToString("N"));
            using Barrier start = new(8);

            try
            {
                await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
                    () =>
                    {
                        start.SignalAndWait(TestContext.Current.CancellationToken);
                        new LocalFilesObjectStore(root).WriteAllAsync($"a/{i}", "x"u8.ToArray()).GetAwaiter().GetResult();
                    },
                    TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

                Assert.Equal(8, Directory.GetFiles(Path.Combine(root, "a")).Length);
            }
            finally
            {
                Directory.Delete(root, recursive: true);
            }
        }
    }
}
